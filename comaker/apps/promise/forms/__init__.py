"""What people type, read as the actions take it; what cannot be used gets a sentence beside its field."""
