"""How fast the pages are, beside smaller projects and bare Streamlit: `make bench-pages`."""
