"""Source texts and the manifest -> data/documents/*.yml; knows the numbering of Chinese official documents."""
