"""The pages of deals: the list, one deal, the form of a new one, and the forms of what is said of one."""
