package httpapi

import (
	"log/slog"
	"net/http"

	"github.com/go-chi/chi/v5"

	"example.com/inventory/internal/inventory"
)

type api struct {
	store inventory.Store
	log   *slog.Logger
}

func (a api) health(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, map[string]string{"status": "ok"})
}

func (a api) ready(w http.ResponseWriter, r *http.Request) {
	if err := a.store.Ping(r.Context()); err != nil {
		a.log.Error("store does not answer", "error", err)
		writeJSON(w, http.StatusServiceUnavailable, map[string]string{"status": "unavailable"})
		return
	}
	writeJSON(w, http.StatusOK, map[string]string{"status": "ready"})
}

func (a api) list(w http.ResponseWriter, r *http.Request) {
	items, err := a.store.List(r.Context())
	if err != nil {
		a.fail(w, err)
		return
	}
	writeJSON(w, http.StatusOK, map[string][]inventory.Item{"items": items})
}

func (a api) get(w http.ResponseWriter, r *http.Request) {
	item, err := a.store.Get(r.Context(), chi.URLParam(r, "sku"))
	if err != nil {
		a.fail(w, err)
		return
	}
	writeJSON(w, http.StatusOK, item)
}

func (a api) add(w http.ResponseWriter, r *http.Request) {
	var item inventory.Item
	if err := readJSON(w, r, &item); err != nil {
		a.fail(w, err)
		return
	}
	if err := item.Validate(); err != nil {
		a.fail(w, err)
		return
	}
	if err := a.store.Add(r.Context(), item); err != nil {
		a.fail(w, err)
		return
	}
	w.Header().Set("Location", "/items/"+item.SKU)
	writeJSON(w, http.StatusCreated, item)
}

func (a api) adjust(w http.ResponseWriter, r *http.Request) {
	var change struct {
		Delta int `json:"delta"`
	}
	if err := readJSON(w, r, &change); err != nil {
		a.fail(w, err)
		return
	}
	item, err := a.store.Adjust(r.Context(), chi.URLParam(r, "sku"), change.Delta)
	if err != nil {
		a.fail(w, err)
		return
	}
	writeJSON(w, http.StatusOK, item)
}

func (a api) remove(w http.ResponseWriter, r *http.Request) {
	if err := a.store.Remove(r.Context(), chi.URLParam(r, "sku")); err != nil {
		a.fail(w, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
