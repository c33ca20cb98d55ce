# syntax=docker/dockerfile:1
# java-worker, from what harden built of hardening.yaml. It needs harden no more:
#   docker build --file ejected/Dockerfile --platform linux/amd64 --tag java-worker \
#     .
#
# What it does not do:
# - Nothing is scanned, judged, tested (the plan has 1 smoke test) or signed, and the bytes of
#   layers differ from build to build: files have the time at which they were made.
# - Images are named by digest. Nothing updates them: look the tags up and write the new
#   digests yourself.
# - Labels, ports, volumes and a health check that the base itself has stay: no instruction
#   takes them away.
#
# A line such as hardening.yaml:3 says where the instructions below it came from.

# The toolchain: what builds. It never ships.
# presets/java/preset.yaml:91
FROM docker.io/library/maven:3-eclipse-temurin-21@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa AS build
WORKDIR /src

# What says which dependencies there are; the rest may change without a new download.
COPY --parents pom.xml \
    **/pom.xml \
    .mvn/** \
    *.gradle \
    *.gradle.kts \
    **/*.gradle \
    **/*.gradle.kts \
    **/gradle.lockfile \
    gradle/** \
    /src/

# presets/java/preset.yaml:127
ENV GRADLE_USER_HOME="/cache/gradle" \
    HOME="/tmp" \
    MAVEN_ARGS="--batch-mode --no-transfer-progress -Dmaven.repo.local=/cache/maven -Dproject.build.outputTimestamp=1980-02-01T00:00:00Z"
RUN --mount=type=cache,id=java-worker-gradle,target=/cache/gradle \
    --mount=type=cache,id=java-worker-maven,target=/cache/maven \
    ["mvn", "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:go-offline"]

# The project, without what ejected/Dockerfile.dockerignore leaves out.
COPY --exclude=ejected . /src/

# presets/java/preset.yaml:140
RUN --mount=type=cache,id=java-worker-gradle,target=/cache/gradle \
    --mount=type=cache,id=java-worker-maven,target=/cache/maven \
    ["mvn", "-Dmaven.test.skip=true", "-DincludeScope=runtime", \
      "-DoutputDirectory=target/harden-lib", "--projects", ".", "--also-make", "package", \
      "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"]

# presets/java/preset.yaml:155
RUN --mount=type=cache,id=java-worker-gradle,target=/cache/gradle \
    --mount=type=cache,id=java-worker-maven,target=/cache/maven \
    ["sh", "-euc", \
      "module=$1\nshift\nfor jar in \"$module\"/target/*.jar \"$module\"/build/libs/*.jar; do\n  case \"$jar\" in\n    *'*.jar' | *-sources.jar | *-javadoc.jar | *-tests.jar | *-plain.jar | */original-*) ;;\n    *) set -- \"$@\" \"$jar\" ;;\n  esac\ndone\nif [ $# -ne 1 ]; then\n  echo \"expected one jar in target or build/libs of $module, found $#: $*\" >&2\n  exit 1\nfi\nmkdir -p /out/lib\ncp \"$1\" /out/app.jar\nfor lib in \"$module\"/target/harden-lib/*.jar \"$module\"/build/install/*/lib/*.jar; do\n  if [ -f \"$lib\" ] && [ \"${lib##*/}\" != \"${1##*/}\" ]; then cp \"$lib\" /out/lib/; fi\ndone\n", \
      "find-jar", "."]

# What crosses into the image as its layer dependencies; all of it is root's.
FROM scratch AS dependencies
# presets/java/preset.yaml:216
COPY --from=build --chown=0:0 --chmod=u=rwX,go=rX \
    /out/lib /app/lib

# What crosses into the image as its layer app; all of it is root's.
FROM scratch AS app
# presets/java/preset.yaml:217
WORKDIR /app
COPY --from=build --chown=0:0 --chmod=0644 \
    /out/app.jar /app/app.jar

# The base: distroless, as the spec names none and java has it
# hardening.yaml:2
FROM gcr.io/distroless/java21-debian13:nonroot@sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
COPY --link --from=dependencies / /
COPY --link --from=app / /

LABEL "org.opencontainers.image.title"="java-worker"
WORKDIR /app
USER 65532:65532
ENTRYPOINT ["/usr/bin/java", "-cp", "/app/app.jar:/app/lib/*", "com.example.statements.Main"]
