# The app for a school's own machine, with PostgreSQL and Chroma in compose.yaml; docs/server.md tells the rest.
FROM python:3.11-slim-bookworm AS build
WORKDIR /source
COPY pyproject.toml constraints.txt README.md LICENSE NOTICE app.py ./
COPY .streamlit/config.toml .streamlit/config.toml
COPY prompts prompts
COPY mcqgen mcqgen
RUN python -m venv /opt/mcqgen
RUN /opt/mcqgen/bin/pip install --no-cache-dir -c constraints.txt ".[anki,calibrate,ocr,pdf,postgres,ui]"

FROM python:3.11-slim-bookworm
COPY --from=build /opt/mcqgen /opt/mcqgen
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/mcqgen mcqgen
ENV PATH=/opt/mcqgen/bin:$PATH MCQGEN_HOME=/var/lib/mcqgen PYTHONUNBUFFERED=1
USER mcqgen
WORKDIR /var/lib/mcqgen
VOLUME /var/lib/mcqgen
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8501/_stcore/health', timeout=5)"]
CMD ["mcqgen", "app", "--host", "0.0.0.0", "--no-browser"]
