"""What the project is made of: the packages it needs, their licences, and the words in which it speaks."""
