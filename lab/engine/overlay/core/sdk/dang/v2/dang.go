// Package dangv2 stands in for the Dang module runtime, whose own module is not
// published. Harden runs no Dagger modules; one that asks for Dang gets an error.
package dangv2

import (
	"context"
	"errors"

	"github.com/dagger/dagger/core"
	"github.com/dagger/dagger/dagql"
)

var errUnsupported = errors.New("this engine was built without the Dang module runtime")

// Impl answers for the Dang v2 runtime.
type Impl struct{}

func (Impl) ModuleTypes(
	context.Context,
	*core.SchemaBuilder,
	dagql.ObjectResult[*core.ModuleSource],
	dagql.ObjectResult[*core.Module],
) (mod dagql.ObjectResult[*core.Module], err error) {
	return mod, errUnsupported
}

func (Impl) Runtime(
	context.Context,
	*core.SchemaBuilder,
	dagql.ObjectResult[*core.ModuleSource],
) (core.ModuleRuntime, error) {
	return nil, errUnsupported
}
