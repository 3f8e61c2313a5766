"""The domain: values and their SQL, below HTTP."""
