"""The records: what each kind of file in data/ may hold. Records hold ids and know nothing of each other."""
