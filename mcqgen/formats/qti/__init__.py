"""What the formats of the QTI family share: packages, items of version 1.2, items of versions 2 and 3."""
