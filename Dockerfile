# One image for every service: the command chooses (contractsai api, worker, beat, db upgrade, ...).
# A health check is a matter of the command too, so docker-compose.yml has them.

FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN ["python", "-m", "venv", "/opt/contractsai"]
WORKDIR /build

# The dependencies first, for an empty package: this layer lasts until pyproject.toml changes.
COPY pyproject.toml ./
RUN mkdir contractsai \
 && touch contractsai/__init__.py README.md LICENSE NOTICE \
 && /opt/contractsai/bin/pip install ".[postgres,flower,sentry]" \
 && /opt/contractsai/bin/pip uninstall --yes contractsai

# Then the wheel that a release would hold: what it forgets is missing here too.
COPY README.md LICENSE NOTICE ./
COPY contractsai contractsai
RUN /opt/contractsai/bin/pip wheel --no-deps --wheel-dir dist . \
 && /opt/contractsai/bin/pip install --no-deps dist/*.whl \
 && /opt/contractsai/bin/pip uninstall --yes pip


FROM python:3.13-slim
LABEL org.opencontainers.image.title="contractsai" \
      org.opencontainers.image.licenses="MIT"
# Documents come from strangers: their readers have no name, no shell and no folder but this one.
RUN groupadd --gid 10001 contractsai \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /var/lib/contractsai \
      --shell /usr/sbin/nologin contractsai \
 && install --directory --owner=10001 --group=10001 --mode=0700 /var/lib/contractsai
COPY --from=build /opt/contractsai /opt/contractsai
ENV PATH=/opt/contractsai/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    CONTRACTSAI_DATA_DIR=/var/lib/contractsai \
    CONTRACTSAI_PULSE_FILE=/tmp/contractsai.pulse \
    CONTRACTSAI_LOG_FORMAT=json
USER 10001:10001
WORKDIR /var/lib/contractsai
EXPOSE 8000
STOPSIGNAL SIGTERM
CMD ["contractsai", "api"]
