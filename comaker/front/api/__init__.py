"""The API's frame: who a token speaks for, errors, pages of a list, and writing once."""
