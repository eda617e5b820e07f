package dev.trailbook.example;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends one audit event to Trailbook, in CloudEvents' binary content mode.
 *
 * <pre>KAFKA_BROKERS=127.0.0.1:9092 TENANT_UID=acme mvn -q -B compile exec:java</pre>
 *
 * Prints the uid of the entry: it is the event's id, since that is a UUIDv7.
 */
public final class SendEvent {
  private static final String TOPIC = "audit.events";
  private static final String SOURCE = "/examples/java";

  private SendEvent() {}

  public static void main(String[] arguments) throws Exception {
    String tenantUid = System.getenv("TENANT_UID");
    if (tenantUid == null || tenantUid.isEmpty()) {
      System.err.println("TENANT_UID says whose log the event belongs to; it is not set.");
      System.exit(1);
    }
    String brokers = System.getenv().getOrDefault("KAFKA_BROKERS", "127.0.0.1:9092");

    // The id and the time are made once. Whoever sends the event again after an error sends the same, and it is stored once.
    String id = uuid7().toString();
    String now = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    byte[] value = new ObjectMapper().writeValueAsBytes(data(tenantUid, System.getenv("PROJECT_UID")));

    ProducerRecord<String, byte[]> record = new ProducerRecord<>(TOPIC, tenantUid, value);
    header(record, "ce_specversion", "1.0");
    header(record, "ce_id", id);
    header(record, "ce_source", SOURCE);
    header(record, "ce_type", "dev.trailbook.audit.event.v1");
    header(record, "ce_time", now);
    header(record, "ce_subject", "cluster/cluster-1");
    header(record, "content-type", "application/json");

    Map<String, Object> settings = Map.of("bootstrap.servers", brokers, "acks", "all", "enable.idempotence", true);
    try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
      producer.send(record).get(30, TimeUnit.SECONDS);
    }
    System.out.println(id);
  }

  private static Map<String, Object> data(String tenantUid, String projectUid) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("tenantUid", tenantUid);
    if (projectUid != null && !projectUid.isEmpty()) {
      data.put("projectUid", projectUid);
    }
    data.put("actionType", "update");
    data.put("resource", Map.of("kind", "cluster", "uid", "cluster-1", "name", "edge-1"));
    data.put("actor", Map.of("actorType", "user", "user", Map.of("uid", "user-1", "emailId", "grace@example.com")));
    data.put("actionMsg", "Scaled cluster edge-1");
    data.put("changes", List.of(Map.of("path", "/spec/replicas", "before", 3, "after", 5)));
    return data;
  }

  private static void header(ProducerRecord<String, byte[]> record, String name, String value) {
    record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  /** A UUID that begins with the time, so that entries stored together lie together. */
  private static UUID uuid7() {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    ByteBuffer bits = ByteBuffer.wrap(random);
    long high = System.currentTimeMillis() << 16 | 0x7000 | bits.getLong() & 0x0FFF;
    long low = bits.getLong() & 0x3FFFFFFFFFFFFFFFL | 0x8000000000000000L;
    return new UUID(high, low);
  }
}
