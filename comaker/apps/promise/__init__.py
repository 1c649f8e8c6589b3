"""Promise: what people agree, and all that they say of it by hand."""
