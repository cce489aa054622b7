"""What Streamlit runs for each visitor and after each click; `app.py` names it."""

if __name__ == "__main__":  # reading a file starts a child process, which imports this module again
    from mcqgen.ui.shell import main

    main()
