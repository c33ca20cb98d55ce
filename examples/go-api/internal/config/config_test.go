package config

import "testing"

func TestFromEnv(t *testing.T) {
	tests := []struct {
		name string
		env  map[string]string
		want Config
		fail bool
	}{
		{name: "defaults", want: Config{Port: 8080}},
		{name: "both set", env: map[string]string{"PORT": "9000", "DATABASE_URL": "postgres://db/inventory"}, want: Config{Port: 9000, DatabaseURL: "postgres://db/inventory"}},
		{name: "not a number", env: map[string]string{"PORT": "http"}, fail: true},
		{name: "zero", env: map[string]string{"PORT": "0"}, fail: true},
		{name: "too large", env: map[string]string{"PORT": "65536"}, fail: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := FromEnv(func(key string) string { return tt.env[key] })
			if (err != nil) != tt.fail {
				t.Fatalf("error: %v", err)
			}
			if got != tt.want {
				t.Fatalf("got %+v, want %+v", got, tt.want)
			}
		})
	}
}
