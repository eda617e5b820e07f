"""Sends one audit event to Trailbook, in CloudEvents' binary content mode.

    KAFKA_BROKERS=127.0.0.1:9092 TENANT_UID=acme python send_event.py

Prints the uid of the entry: it is the event's id, since that is a UUIDv7.
"""

import json
import os
import secrets
import sys
import time
import uuid
from datetime import datetime, timezone

from kafka import KafkaProducer

TOPIC = "audit.events"
SOURCE = "/examples/python"


def uuid7() -> str:
    """A UUID that begins with the time, so that entries stored together lie together."""
    bits = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    bits = bits & ~(0xF << 76) | 0x7 << 76
    bits = bits & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=bits))


def main() -> None:
    tenant_uid = os.environ.get("TENANT_UID")
    if not tenant_uid:
        sys.exit("TENANT_UID says whose log the event belongs to; it is not set.")

    # The id and the time are made once. Whoever sends the event again after an error sends the same, and it is stored once.
    event_id = uuid7()
    now = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    data = {
        "tenantUid": tenant_uid,
        "actionType": "update",
        "resource": {"kind": "cluster", "uid": "cluster-1", "name": "edge-1"},
        "actor": {"actorType": "user", "user": {"uid": "user-1", "emailId": "grace@example.com"}},
        "actionMsg": "Scaled cluster edge-1",
        "changes": [{"path": "/spec/replicas", "before": 3, "after": 5}],
    }
    if os.environ.get("PROJECT_UID"):
        data["projectUid"] = os.environ["PROJECT_UID"]

    headers = {
        "ce_specversion": "1.0",
        "ce_id": event_id,
        "ce_source": SOURCE,
        "ce_type": "dev.trailbook.audit.event.v1",
        "ce_time": now,
        "ce_subject": "cluster/cluster-1",
        "content-type": "application/json",
    }
    producer = KafkaProducer(
        bootstrap_servers=os.environ.get("KAFKA_BROKERS", "127.0.0.1:9092").split(","),
        acks="all",
        enable_idempotence=True,
    )
    try:
        sent = producer.send(
            TOPIC,
            key=tenant_uid.encode(),
            value=json.dumps(data, ensure_ascii=False).encode(),
            headers=[(name, value.encode()) for name, value in headers.items()],
        )
        sent.get(timeout=30)
    finally:
        producer.close(timeout=10)
    print(event_id)


if __name__ == "__main__":
    main()
