# syntax=docker/dockerfile:1
# go-api, from what harden built of hardening.yaml. It needs harden no more:
#   docker build --file ejected/Dockerfile --platform linux/amd64 --tag go-api \
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
# presets/go/preset.yaml:52
FROM docker.io/library/golang:1.26@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa AS build
WORKDIR /src

# What says which dependencies there are; the rest may change without a new download.
COPY --parents go.mod \
    go.sum \
    /src/

# presets/go/preset.yaml:60
ENV CGO_ENABLED="0" \
    GOARCH="amd64" \
    GOCACHE="/cache/go-build" \
    GOFLAGS="-mod=readonly" \
    GOMODCACHE="/cache/go-mod" \
    GOTOOLCHAIN="local" \
    HOME="/tmp"
RUN --mount=type=cache,id=go-api-go-build,target=/cache/go-build \
    --mount=type=cache,id=go-api-go-mod,target=/cache/go-mod \
    ["go", "mod", "download"]

# The project, without what ejected/Dockerfile.dockerignore leaves out.
COPY --exclude=ejected . /src/

# presets/go/preset.yaml:67
RUN --mount=type=cache,id=go-api-go-build,target=/cache/go-build \
    --mount=type=cache,id=go-api-go-mod,target=/cache/go-mod \
    ["go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", "/out/server", "."]

# What crosses into the image as its layer app; all of it is root's.
FROM scratch AS app
# presets/go/preset.yaml:77
COPY --from=build --chown=0:0 --chmod=0755 \
    /out/server /app/server

# The base: named in hardening.yaml:4
# hardening.yaml:4
FROM scratch
# The base as of the last build:
#   tzdata 1
ADD ejected/base.tar.gz /
COPY --link --from=app / /

ENV PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" \
    SSL_CERT_FILE="/etc/ssl/certs/ca-certificates.crt"
LABEL "org.opencontainers.image.title"="go-api"
WORKDIR /app
EXPOSE 8080/tcp
USER 65532:65532
ENTRYPOINT ["/app/server"]
