# The command line, slim and without root. Mount the project: docker run --rm -v "$PWD:/work:ro" promisecheck check site
FROM python:3.12-slim AS build
WORKDIR /source
COPY . .
RUN pip wheel --no-cache-dir --wheel-dir /wheels ".[approvals]"

FROM python:3.12-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends git \
    && rm -rf /var/lib/apt/lists/*
RUN --mount=type=bind,from=build,source=/wheels,target=/wheels pip install --no-cache-dir --no-index /wheels/*.whl
RUN useradd --create-home --uid 10001 promisecheck \
    && git config --system --add safe.directory /work
USER 10001
ENV PYTHONDONTWRITEBYTECODE=1 PROMISECHECK_CACHE_DIR=/tmp/promisecheck
WORKDIR /work
ENTRYPOINT ["promisecheck"]
CMD ["--help"]
