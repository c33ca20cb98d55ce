// A registry of go-containerregistry that lists referrers and wants a login:
// tokens of its own service, as the hosted registries have it. "reader" may
// pull, "writer" may push too.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"strings"

	"github.com/google/go-containerregistry/pkg/registry"
)

const password = "correct horse"

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	quiet := log.New(os.Stderr, "", 0)
	inner := registry.New(registry.WithReferrersSupport(true), registry.Logger(quiet))
	address := listener.Addr().String()
	mux := http.NewServeMux()
	mux.HandleFunc("/token", token)
	mux.HandleFunc("/v2/", func(w http.ResponseWriter, r *http.Request) {
		may, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		writes := r.Method != http.MethodGet && r.Method != http.MethodHead
		if may == "pull,push" || may == "pull" && !writes {
			inner.ServeHTTP(w, r)
			return
		}
		challenge := fmt.Sprintf(`Bearer realm="http://%s/token",service="strict"`, address)
		w.Header().Set("WWW-Authenticate", challenge)
		w.WriteHeader(http.StatusUnauthorized)
	})
	fmt.Println(address)
	log.Fatal(http.Serve(listener, mux))
}

// A token says what its owner may do, of what was asked for.
func token(w http.ResponseWriter, r *http.Request) {
	name, secret, _ := r.BasicAuth()
	if secret != password {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	may := "pull"
	if name == "writer" && strings.Contains(r.URL.Query().Get("scope"), "push") {
		may = "pull,push"
	}
	json.NewEncoder(w).Encode(map[string]string{"token": may})
}
