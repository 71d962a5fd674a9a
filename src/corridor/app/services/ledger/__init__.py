"""What people do to the books themselves: holds, floors of balances, periods, entries by hand, reversals."""
