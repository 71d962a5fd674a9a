"""Payments where deposits are confirmed: from the run to the cleared cheque, step by step."""
