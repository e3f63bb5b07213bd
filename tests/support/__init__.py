"""What only our own tests need: judges of our code, pieces of documents, an API to ask."""
