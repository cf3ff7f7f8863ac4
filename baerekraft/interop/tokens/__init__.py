"""Machine tokens: how a program that no person is signed in to says who it is."""
