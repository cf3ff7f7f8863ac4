"""Staff: the people who edit, coordinate and run the installation. Learners are not here and have no account."""
