"""The teacher's app: `streamlit run app.py`."""

from mcqgen.ui.shell import main

if __name__ == "__main__":  # reading a file starts a child process, which imports this module again
    main()
