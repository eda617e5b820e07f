// Sends one audit event to Trailbook, in CloudEvents' binary content mode.
//
//	KAFKA_BROKERS=127.0.0.1:9092 TENANT_UID=acme go run .
//
// Prints the uid of the entry: it is the event's id, since that is a UUIDv7.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/twmb/franz-go/pkg/kgo"
)

const (
	topic  = "audit.events"
	source = "/examples/go"
)

type event struct {
	TenantUID  string   `json:"tenantUid"`
	ProjectUID string   `json:"projectUid,omitempty"`
	ActionType string   `json:"actionType"`
	Resource   resource `json:"resource"`
	Actor      actor    `json:"actor"`
	ActionMsg  string   `json:"actionMsg"`
	Changes    []change `json:"changes,omitempty"`
}

type resource struct {
	Kind string `json:"kind"`
	UID  string `json:"uid"`
	Name string `json:"name,omitempty"`
}

type actor struct {
	ActorType string `json:"actorType"`
	User      user   `json:"user"`
}

type user struct {
	UID     string `json:"uid"`
	EmailID string `json:"emailId,omitempty"`
}

type change struct {
	Path   string `json:"path"`
	Before any    `json:"before,omitempty"`
	After  any    `json:"after,omitempty"`
}

func main() {
	id, err := send()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(id)
}

func send() (string, error) {
	tenant := os.Getenv("TENANT_UID")
	if tenant == "" {
		return "", errors.New("TENANT_UID says whose log the event belongs to; it is not set")
	}
	brokers := os.Getenv("KAFKA_BROKERS")
	if brokers == "" {
		brokers = "127.0.0.1:9092"
	}

	value, err := json.Marshal(event{
		TenantUID:  tenant,
		ProjectUID: os.Getenv("PROJECT_UID"),
		ActionType: "update",
		Resource:   resource{Kind: "cluster", UID: "cluster-1", Name: "edge-1"},
		Actor:      actor{ActorType: "user", User: user{UID: "user-1", EmailID: "grace@example.com"}},
		ActionMsg:  "Scaled cluster edge-1",
		Changes:    []change{{Path: "/spec/replicas", Before: 3, After: 5}},
	})
	if err != nil {
		return "", err
	}

	// The id and the time are made once. Whoever sends the event again after an error sends the same, and it is stored once.
	id, err := uuid.NewV7()
	if err != nil {
		return "", err
	}
	header := func(name, value string) kgo.RecordHeader { return kgo.RecordHeader{Key: name, Value: []byte(value)} }
	record := &kgo.Record{
		Topic: topic,
		Key:   []byte(tenant),
		Value: value,
		Headers: []kgo.RecordHeader{
			header("ce_specversion", "1.0"),
			header("ce_id", id.String()),
			header("ce_source", source),
			header("ce_type", "dev.trailbook.audit.event.v1"),
			header("ce_time", time.Now().UTC().Format("2006-01-02T15:04:05.000Z07:00")),
			header("ce_subject", "cluster/cluster-1"),
			header("content-type", "application/json"),
		},
	}

	// The client is idempotent and waits for all in-sync replicas by default.
	client, err := kgo.NewClient(kgo.SeedBrokers(strings.Split(brokers, ",")...))
	if err != nil {
		return "", err
	}
	defer client.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	return id.String(), client.ProduceSync(ctx, record).FirstErr()
}
