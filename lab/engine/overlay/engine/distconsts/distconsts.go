// Package distconsts tells the engine where a distribution put its parts.
// Upstream's copy is never published; these are the native engine's paths.
// Everything under /run/harden exists only in the engine's own mount namespace,
// where harden-launch puts it.
package distconsts

const (
	RuncPath       = "/run/harden/runc"
	DaggerInitPath = "/run/harden/dagger-init"

	EngineDefaultStateDir = "/run/harden/state"
	DefaultEngineSockAddr = "unix:///run/harden/default.sock"
	EngineContainerName   = "dagger-engine.dev"

	// Empty on purpose: with certificates in it, the engine would try to run
	// update-ca-certificates in containers that have no shell.
	EngineCustomCACertsDir           = "/run/harden/ca"
	EngineContainerBuiltinContentDir = "/run/harden/content"

	OCIVersionAnnotation = "org.opencontainers.image.version"

	GoSDKManifestDigestEnvName         = "DAGGER_GO_SDK_MANIFEST_DIGEST"
	PythonSDKManifestDigestEnvName     = "DAGGER_PYTHON_SDK_MANIFEST_DIGEST"
	TypescriptSDKManifestDigestEnvName = "DAGGER_TYPESCRIPT_SDK_MANIFEST_DIGEST"

	AlpineVersion = "3.22.1"
	AlpineImage   = "alpine:" + AlpineVersion
	BusyboxImage  = "busybox:1.37.0-musl"
	GolangImage   = "golang:1.26-alpine"
)
