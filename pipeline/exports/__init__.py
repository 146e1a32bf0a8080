"""One module a published table: builds it from the frames of the earlier stages."""
