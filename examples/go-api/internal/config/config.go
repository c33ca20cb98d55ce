// Package config reads the settings of the service from the environment.
package config

import (
	"fmt"
	"strconv"
)

const defaultPort = 8080

// Config holds the settings of one process.
type Config struct {
	Port        int
	DatabaseURL string
}

// FromEnv reads PORT (default 8080) and DATABASE_URL (default: none).
func FromEnv(getenv func(string) string) (Config, error) {
	cfg := Config{Port: defaultPort, DatabaseURL: getenv("DATABASE_URL")}
	text := getenv("PORT")
	if text == "" {
		return cfg, nil
	}
	port, err := strconv.Atoi(text)
	if err != nil || port < 1 || port > 65535 {
		return Config{}, fmt.Errorf("PORT is %q, expected a number from 1 to 65535", text)
	}
	cfg.Port = port
	return cfg, nil
}

// Address is what the server listens on.
func (c Config) Address() string {
	return fmt.Sprintf(":%d", c.Port)
}
