"""Asked: what the pages and the API ask of the record.

Every query takes the Asker and returns what that one may see, already cut.
"""
