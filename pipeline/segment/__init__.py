"""Text → sentences, words, part-of-speech tags."""
