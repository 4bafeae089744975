"""How numbers, days and facts are said to people, in English and in French."""
