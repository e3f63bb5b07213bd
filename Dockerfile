# One image for every service: the command chooses (contractsai api, worker, beat, db upgrade, ...).
# A health check is a matter of the command too, so docker-compose.yml has them.

FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
RUN python -m venv /opt/contractsai && python -m venv /opt/build
WORKDIR /build

# The dependencies first, and only files whose hashes were written down: docs/supply.md. This layer
# lasts until a lock changes. What builds the wheel stays out of the environment that is shipped.
COPY locks locks
RUN /opt/build/bin/pip install --require-hashes --only-binary :all: --requirement locks/build.txt \
 && /opt/contractsai/bin/pip install --require-hashes --requirement locks/image.txt

# Then the wheel that a release would hold: what it forgets is missing here too.
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY contractsai contractsai
RUN /opt/build/bin/pip wheel --no-deps --no-build-isolation --wheel-dir dist . \
 && /opt/contractsai/bin/pip install --no-deps dist/*.whl \
 && /opt/contractsai/bin/pip check \
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
