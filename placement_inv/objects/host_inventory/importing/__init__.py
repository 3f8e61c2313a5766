"""Loading of inventory sources: path, child process, document, plan."""
