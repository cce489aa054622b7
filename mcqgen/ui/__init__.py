"""The teacher's app: Streamlit pages over the core. Nothing else in mcqgen knows Streamlit."""
