module harden.invalid/container

go 1.24
