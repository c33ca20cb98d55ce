package main

import (
	"net/http/httptest"
	"strings"
	"testing"
)

func TestHandler(t *testing.T) {
	tests := []struct {
		name, path, acceptLanguage string
		status                     int
		want                       string
	}{
		{"health", "/healthz", "", 200, `"status":"ok"`},
		{"no header", "/greeting", "", 200, `"greeting":"Good day"`},
		{"exact", "/greeting", "de", 200, `"greeting":"Guten Tag"`},
		{"region", "/greeting", "de-AT,en;q=0.5", 200, `"language":"de"`},
		{"by weight", "/greeting", "de;q=0.2, fr;q=0.9", 200, `"greeting":"Bonjour"`},
		{"unknown language", "/greeting", "tlh", 200, `"language":"en"`},
		{"broken header", "/greeting", "de;q=x", 400, `"error":"Accept-Language: `},
	}
	handler := newHandler()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			request := httptest.NewRequest("GET", tt.path, nil)
			request.Header.Set("Accept-Language", tt.acceptLanguage)
			response := httptest.NewRecorder()
			handler.ServeHTTP(response, request)
			if response.Code != tt.status || !strings.Contains(response.Body.String(), tt.want) {
				t.Fatalf("got %d %s, want %d %s", response.Code, response.Body, tt.status, tt.want)
			}
		})
	}
}
