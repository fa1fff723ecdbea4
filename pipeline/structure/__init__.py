"""The structure stage: pages of lines become a bulletin with masthead, contents, columns, articles and colophon."""
