# syntax=docker/dockerfile:1

# Builds the worker with Swift's runtime linked in. The final image has no compiler.
FROM swift:6.2-bookworm AS build

RUN apt-get update \
    && apt-get install --yes --no-install-recommends librabbitmq-dev libsqlite3-dev pkg-config \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /src

# Dependencies have their own layer, because they change less often than the sources.
COPY Package.* ./
RUN swift package resolve

COPY Sources ./Sources
COPY Tests ./Tests
# Strips debug sections and keeps symbol names, so that stack traces are readable. The check below verifies that the
# statically linked Foundation has its time zones.
RUN swift build --configuration release --static-swift-stdlib --product terminus -Xlinker --strip-debug \
    && install -D --mode=0755 "$(swift build --configuration release --show-bin-path)/terminus" /out/terminus

COPY schemas/examples ./schemas/examples
RUN /out/terminus check --settings schemas/examples/settings.yaml schemas/examples/valid/every-field.json


# The final image: Debian, four libraries, one binary.
FROM debian:bookworm-slim

# tzdata for the contracts' time zones, ca-certificates for amqps.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates librabbitmq4 libsqlite3-0 libssl3 libstdc++6 tzdata \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --system --gid 10001 terminus \
    && useradd --system --uid 10001 --gid terminus --home-dir /var/lib/terminus --shell /usr/sbin/nologin terminus \
    && install --directory --owner=terminus --group=terminus --mode=0750 /var/lib/terminus

COPY --from=build /out/terminus /usr/local/bin/terminus
COPY LICENSE /usr/share/doc/terminus/LICENSE

ENV TERMINUS_LEDGER_PATH=/var/lib/terminus/terminus.sqlite \
    TERMINUS_LOG_FORMAT=json

USER terminus
WORKDIR /var/lib/terminus
VOLUME /var/lib/terminus

# Checks that the ledger opens and the broker accepts the login. Prints one line with the cause if not.
HEALTHCHECK --interval=30s --timeout=10s --start-period=20s --retries=3 CMD ["terminus", "doctor", "--probe"]

STOPSIGNAL SIGTERM
ENTRYPOINT ["terminus"]
CMD ["run"]
