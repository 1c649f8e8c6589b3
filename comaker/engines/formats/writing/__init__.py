"""Writing: documents as UBL 2.1, in the order of elements that its schemas lay down."""
