"""Who sees it: the Streamlit app, one file per page, reading published snapshots only."""
