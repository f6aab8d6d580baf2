# The image holds one binary on Debian slim. The build needs no network but the crates registry.
#   docker build -t gongbao .
# Neither stage uses BuildKit's own syntax, so the classic builder of older engines builds it too.

ARG RUST_IMAGE=rust:1.95-slim-bookworm
ARG BASE_IMAGE=debian:bookworm-slim

FROM ${RUST_IMAGE} AS build
# The sparse index of a mirror of the crates registry, where that is nearer: sparse+https://…/index/
ARG CARGO_MIRROR=
# Compilers at work at once; empty for one a core. Fewer need less memory.
ARG CARGO_BUILD_JOBS=
WORKDIR /build
RUN if [ -n "$CARGO_MIRROR" ]; then \
      mkdir -p "${CARGO_HOME:-$HOME/.cargo}" && printf '[source.crates-io]\nreplace-with = "mirror"\n[source.mirror]\nregistry = "%s"\n' "$CARGO_MIRROR" \
        > "${CARGO_HOME:-$HOME/.cargo}/config.toml"; \
    fi

# The dependencies first, in a layer that lasts as long as Cargo.lock does.
COPY Cargo.toml Cargo.lock ./
RUN if [ -z "$CARGO_BUILD_JOBS" ]; then unset CARGO_BUILD_JOBS; fi \
 && mkdir src \
 && echo 'fn main() {}' > src/main.rs \
 && touch src/lib.rs \
 && cargo build --release --locked \
 && rm -r src

COPY . .
# Cargo tells by the time of a file whether it changed, and the sources are older than the stand-ins above.
RUN if [ -z "$CARGO_BUILD_JOBS" ]; then unset CARGO_BUILD_JOBS; fi \
 && find src -name '*.rs' -exec touch {} + \
 && cargo build --release --locked \
 && mkdir data-folder \
 && mkdir notices \
 && scripts/notices > notices/THIRD-PARTY-NOTICES.txt \
 && gzip -9n notices/THIRD-PARTY-NOTICES.txt \
 && cp LICENSE-MIT LICENSE-APACHE notices/

FROM ${BASE_IMAGE}
# A number rather than a name: volumes remember it, and Kubernetes' runAsNonRoot can check it.
COPY --from=build --chown=10001:10001 /build/data-folder /data
COPY --from=build /build/target/release/gongbao /usr/local/bin/gongbao
# Most licences ask that their text goes with the program.
COPY --from=build /build/notices/ /usr/share/doc/gongbao/
ENV GONGBAO_DATA=/data \
    GONGBAO_LISTEN=0.0.0.0:8080
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8080

# bash speaks TCP itself, so the image needs no curl. It asks /healthz, whether the process lives, and not
# /readyz, which is 503 for a moment whenever bulletins arrive.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ["/bin/bash", "-c", \
  "exec 3<>\"/dev/tcp/127.0.0.1/${GONGBAO_LISTEN##*:}\" && printf 'GET /healthz HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && read -r -t 4 status <&3 && [[ $status == HTTP/1.?' 200 '* ]]"]

ENTRYPOINT ["gongbao"]
CMD ["serve"]
