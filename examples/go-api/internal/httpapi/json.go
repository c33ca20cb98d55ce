package httpapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"example.com/inventory/internal/inventory"
)

const maxBody = 64 << 10

var errBadBody = errors.New("bad request body")

func readJSON(w http.ResponseWriter, r *http.Request, into any) error {
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return fmt.Errorf("%w: %v", errBadBody, err)
	}
	if decoder.More() {
		return fmt.Errorf("%w: more than one JSON value", errBadBody)
	}
	return nil
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value)
}

// fail answers with the status that fits the error. What is not the caller's
// fault is logged and not shown.
func (a api) fail(w http.ResponseWriter, err error) {
	status := statusOf(err)
	message := err.Error()
	if status == http.StatusInternalServerError {
		a.log.Error("request failed", "error", err)
		message = "internal error"
	}
	writeJSON(w, status, map[string]string{"error": message})
}

func statusOf(err error) int {
	switch {
	case errors.Is(err, errBadBody):
		return http.StatusBadRequest
	case errors.Is(err, inventory.ErrInvalid):
		return http.StatusUnprocessableEntity
	case errors.Is(err, inventory.ErrNotFound):
		return http.StatusNotFound
	case errors.Is(err, inventory.ErrExists), errors.Is(err, inventory.ErrNotEnough):
		return http.StatusConflict
	default:
		return http.StatusInternalServerError
	}
}
