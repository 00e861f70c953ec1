"""The steps by which a database comes to have the tables of this program, oldest first."""
