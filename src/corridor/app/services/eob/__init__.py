"""The explanation of benefits: read for whoever asks, as data, HTML and PDF."""
