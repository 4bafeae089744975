"""What `streamlit run` runs; `frame.py` does it."""

from __future__ import annotations

from dashboards import frame

frame.show()
