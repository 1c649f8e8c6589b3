"""Agree: terms between two parties, who else may join or look in, and who acts for whom."""
