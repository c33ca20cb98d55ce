# syntax=docker/dockerfile:1
# python-api, from what harden built of hardening.yaml. It needs harden no more:
#   docker build --file ejected/Dockerfile --platform linux/amd64 --tag python-api \
#     .
#
# What it does not do:
# - Nothing is scanned, judged, tested (the plan has 1 smoke test) or signed, and the bytes of
#   layers differ from build to build: files have the time at which they were made.
# - Images are named by digest. Nothing updates them: look the tags up and write the new
#   digests yourself.
# - The base of Debian packages is there as of the last build. Security updates do not reach
#   it: make the tar anew from packages of your own, or name an image instead.
#
# A line such as hardening.yaml:3 says where the instructions below it came from.

# The toolchain: what builds. It never ships.
# presets/python/preset.yaml:70
FROM docker.io/library/python:3.13@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa AS build
WORKDIR /src

# What says which dependencies there are; the rest may change without a new download.
COPY --parents requirements*.txt \
    requirements/*.txt \
    constraints*.txt \
    /src/

# presets/python/preset.yaml:98
ENV CFLAGS="-g0" \
    CXXFLAGS="-g0" \
    HOME="/tmp" \
    PIP_CACHE_DIR="/cache/pip" \
    PIP_DISABLE_PIP_VERSION_CHECK="1" \
    PIP_NO_INPUT="1" \
    PIP_ROOT_USER_ACTION="ignore" \
    POETRY_CACHE_DIR="/cache/poetry" \
    UV_CACHE_DIR="/cache/uv" \
    UV_PYTHON_DOWNLOADS="never"
RUN --mount=type=cache,id=python-api-pip,target=/cache/pip \
    ["python3", "-m", "venv", "/build/venv"]

# presets/python/preset.yaml:138
RUN --mount=type=cache,id=python-api-pip,target=/cache/pip \
    ["/build/venv/bin/pip", "install", "--no-compile", "--target", "/out/site-packages", \
      "--requirement", "requirements.txt"]

# The project, without what ejected/Dockerfile.dockerignore leaves out.
COPY --exclude=ejected . /src/

# What crosses into the image as its layer dependencies; all of it is root's.
FROM scratch AS dependencies
# presets/python/preset.yaml:159
COPY --from=build --chown=0:0 --chmod=u=rwX,go=rX \
    --exclude=**/__pycache__ \
    --exclude=./bin \
    /out/site-packages /app/site-packages

# What crosses into the image as its layer app; all of it is root's.
FROM scratch AS app
# presets/python/preset.yaml:163
COPY --from=build --chown=0:0 --chmod=u=rwX,go=rX \
    --exclude=.* \
    --exclude=**/__pycache__ \
    --exclude=./*.md \
    --exclude=./Dockerfile* \
    --exclude=./poetry.lock \
    --exclude=./uv.lock \
    --exclude=requirements*.txt \
    --exclude=constraints*.txt \
    /src /app/src

# The base: named in hardening.yaml:4
# hardening.yaml:4
FROM scratch
# The base as of the last build:
#   tzdata 1
ADD ejected/base.tar.gz /
COPY --link --from=dependencies / /
COPY --link --from=app / /

ENV PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" \
    PYTHONDONTWRITEBYTECODE="1" \
    PYTHONPATH="/app/site-packages:/app/src:/app/src/src" \
    PYTHONUNBUFFERED="1" \
    SSL_CERT_FILE="/etc/ssl/certs/ca-certificates.crt"
LABEL "org.opencontainers.image.title"="python-api"
WORKDIR /app/src
EXPOSE 8080/tcp
USER 65532:65532
ENTRYPOINT ["/usr/bin/python3", "-m", "uvicorn", "app.main:app", "--host", "0.0.0.0", "--port", "8080"]
