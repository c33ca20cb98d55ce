module example.com/notes

go 1.26

require (
	github.com/go-chi/chi/v5 v5.2.3
	github.com/yuin/goldmark v1.7.13
)
