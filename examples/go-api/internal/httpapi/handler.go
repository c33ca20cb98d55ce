// Package httpapi serves the inventory as JSON over HTTP.
package httpapi

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"example.com/inventory/internal/inventory"
)

// NewHandler returns all routes of the service.
func NewHandler(store inventory.Store, log *slog.Logger) http.Handler {
	api := api{store: store, log: log}
	router := chi.NewRouter()
	router.Use(middleware.RequestID, logRequests(log), middleware.Recoverer, middleware.Timeout(8*time.Second))

	// /healthz says that the process answers, /readyz that the store does too.
	router.Get("/healthz", api.health)
	router.Get("/readyz", api.ready)
	router.Route("/items", func(r chi.Router) {
		r.Get("/", api.list)
		r.Post("/", api.add)
		r.Get("/{sku}", api.get)
		r.Post("/{sku}/adjust", api.adjust)
		r.Delete("/{sku}", api.remove)
	})
	return router
}

func logRequests(log *slog.Logger) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			start := time.Now()
			wrapped := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
			next.ServeHTTP(wrapped, r)
			log.Info("request",
				"id", middleware.GetReqID(r.Context()),
				"method", r.Method,
				"path", r.URL.Path,
				"status", wrapped.Status(),
				"bytes", wrapped.BytesWritten(),
				"ms", time.Since(start).Milliseconds())
		})
	}
}
