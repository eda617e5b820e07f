{{- define "trailbook.fullname" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* Of one app: dict "root" $ "app" "query" */}}
{{- define "trailbook.name" -}}
{{ include "trailbook.fullname" .root }}-{{ .app }}
{{- end -}}

{{- define "trailbook.selector" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .app }}
{{- end -}}

{{- define "trailbook.labels" -}}
{{ include "trailbook.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- end -}}

{{- define "trailbook.image" -}}
{{ .root.Values.image.repository }}:{{ .app }}-{{ .root.Values.image.tag | default .root.Chart.AppVersion }}
{{- end -}}

{{- define "trailbook.secret" -}}
{{ .root.Values.secrets.prefix }}-{{ .app }}
{{- end -}}

{{/* Variables that each app reads from its Secret, as files. */}}
{{- define "trailbook.secretVariables" -}}
migrate: [DATABASE_URL, DATABASE_PASSWORDS]
gateway: [INTERNAL_SIGNING_KEY]
identity: [DATABASE_URL, INTERNAL_PUBLIC_KEYS, EVENT_SIGNING_KEY, TOKEN_SIGNING_KEY, OPERATOR_API_KEY, BOOTSTRAP_ADMIN_PASSWORD]
cluster-profiles: [DATABASE_URL, INTERNAL_PUBLIC_KEYS, EVENT_SIGNING_KEY]
query: [DATABASE_URL, INTERNAL_PUBLIC_KEYS, EVENT_SIGNING_KEY, PAGE_TOKEN_KEY]
trail-sink: [DATABASE_URL, INTERNAL_PUBLIC_KEYS, EVENT_SIGNING_KEY, EVENT_PUBLIC_KEYS, TRAIL_KEYS]
ingest: [DATABASE_URL, PARTITIONS_DATABASE_URL, EVENT_SIGNING_KEY, EVENT_PUBLIC_KEYS]
{{- end -}}

{{/* Seconds of each step of an app's end. Nobody calls ingest: it need not wait for callers to go elsewhere. */}}
{{- define "trailbook.shutdown" -}}
{{- $called := ne .app "ingest" -}}
{{- with .root.Values.shutdown -}}
preStop: {{ ternary .preStopSeconds 0 $called }}
delay: {{ ternary .delaySeconds 0 $called }}
timeout: {{ .timeoutSeconds }}
{{- end -}}
{{- end -}}

{{/* Environment of one app. Secrets come as files, which neither `kubectl describe` nor a crash report shows. */}}
{{- define "trailbook.env" -}}
{{- $root := .root -}}
{{- $values := $root.Values -}}
- { name: LOG_LEVEL, value: {{ $values.logLevel | quote }} }
{{- with $values.otlpEndpoint }}
- { name: OTEL_EXPORTER_OTLP_ENDPOINT, value: {{ . | quote }} }
{{- end }}
{{- if ne .app "migrate" }}
{{- $shutdown := include "trailbook.shutdown" . | fromYaml }}
- { name: SHUTDOWN_DELAY_MS, value: {{ mul $shutdown.delay 1000 | quote }} }
- { name: SHUTDOWN_TIMEOUT_MS, value: {{ mul $shutdown.timeout 1000 | quote }} }
{{- end }}
{{- if ne .app "gateway" }}
{{- include "trailbook.kafkaEnv" $root }}
{{- end }}
{{- if or $values.kafka.caSecret.name $values.postgresql.caSecret.name }}
- { name: NODE_EXTRA_CA_CERTS, value: /run/authorities/ca.pem }
{{- end }}
{{- range index (include "trailbook.secretVariables" $root | fromYaml) .app }}
- { name: {{ . }}_FILE, value: /run/trailbook/{{ . }} }
{{- end }}
{{- if eq .app "gateway" }}
- { name: INTERNAL_SIGNING_KEY_ID, value: {{ $values.internalKeyId | quote }} }
{{- if $values.openid.fromSecret }}
- { name: OPENID_ISSUERS_FILE, value: /run/trailbook/OPENID_ISSUERS }
{{- else if $values.openid.issuers }}
- { name: OPENID_ISSUERS, value: {{ $values.openid.issuers | toJson | quote }} }
{{- end }}
{{- range $app := list "identity" "query" "trail-sink" "cluster-profiles" }}
- { name: {{ $app | upper | replace "-" "_" }}_URL, value: "http://{{ include "trailbook.name" (dict "root" $root "app" $app) }}:8080" }
{{- end }}
{{- else if eq .app "identity" }}
- { name: BOOTSTRAP_TENANT_NAME, value: {{ $values.bootstrap.tenantName | quote }} }
- { name: BOOTSTRAP_ADMIN_EMAIL, value: {{ $values.bootstrap.adminEmail | quote }} }
{{- else if has .app (list "ingest" "trail-sink") }}
- { name: RETENTION_DAYS, value: {{ $values.retentionDays | quote }} }
{{- with $values.producerKeys }}
- { name: PRODUCER_PUBLIC_KEYS, value: {{ . | toJson | quote }} }
{{- end }}
{{- with $values.allowedSources }}
- { name: ALLOWED_SOURCES, value: {{ . | toJson | quote }} }
{{- end }}
{{- else if eq .app "migrate" }}
- { name: AUDIT_RETENTION_DAYS, value: {{ $values.retentionDays | quote }} }
- { name: AUDIT_PARTITIONS, value: {{ $values.kafka.partitions | quote }} }
- { name: KAFKA_REPLICATION, value: {{ $values.kafka.replication | quote }} }
{{- end }}
{{- range $name, $value := .settings.env }}
- { name: {{ $name }}, value: {{ $value | quote }} }
{{- end }}
{{- end -}}

{{- define "trailbook.kafkaEnv" }}
{{- with .Values.kafka }}
- { name: KAFKA_BROKERS, value: {{ required "kafka.brokers is required" .brokers | quote }} }
- { name: KAFKA_SSL, value: {{ .ssl | quote }} }
- { name: AUDIT_TOPIC, value: {{ .topic | quote }} }
- { name: AUDIT_REJECTED_TOPIC, value: {{ .rejectedTopic | quote }} }
{{- if .sasl.mechanism }}
- { name: KAFKA_SASL_MECHANISM, value: {{ .sasl.mechanism | quote }} }
- { name: KAFKA_SASL_USERNAME, value: {{ required "kafka.sasl.username is required with a mechanism" .sasl.username | quote }} }
- { name: KAFKA_SASL_PASSWORD_FILE, value: /run/kafka/password }
{{- end }}
{{- end }}
{{- end -}}

{{- define "trailbook.mounts" -}}
- { name: tmp, mountPath: /tmp }
- { name: secrets, mountPath: /run/trailbook, readOnly: true }
{{- if and .root.Values.kafka.sasl.mechanism (ne .app "gateway") }}
- { name: kafka, mountPath: /run/kafka, readOnly: true }
{{- end }}
{{- if or .root.Values.kafka.caSecret.name .root.Values.postgresql.caSecret.name }}
- { name: authorities, mountPath: /run/authorities, readOnly: true }
{{- end }}
{{- end -}}

{{- define "trailbook.volumes" -}}
{{- $values := .root.Values -}}
- name: tmp
  emptyDir: { sizeLimit: 64Mi }
- name: secrets
  secret:
    secretName: {{ include "trailbook.secret" . }}
    defaultMode: 0440
{{- if and $values.kafka.sasl.mechanism (ne .app "gateway") }}
- name: kafka
  secret:
    secretName: {{ required "kafka.sasl.passwordSecret.name is required with a mechanism" $values.kafka.sasl.passwordSecret.name }}
    defaultMode: 0440
    items: [{ key: {{ $values.kafka.sasl.passwordSecret.key }}, path: password }]
{{- end }}
{{- if or $values.kafka.caSecret.name $values.postgresql.caSecret.name }}
- name: authorities
  emptyDir: { sizeLimit: 1Mi }
{{- range $name, $secret := dict "kafka-ca" $values.kafka.caSecret "postgresql-ca" $values.postgresql.caSecret }}
{{- if $secret.name }}
- name: {{ $name }}
  secret:
    secretName: {{ $secret.name }}
    items: [{ key: {{ $secret.key }}, path: ca.pem }]
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{/* Node.js reads one file of further authorities: this joins those of Kafka and PostgreSQL. */}}
{{- define "trailbook.initContainers" -}}
{{- $values := .root.Values -}}
{{- if or $values.kafka.caSecret.name $values.postgresql.caSecret.name }}
initContainers:
  - name: authorities
    image: {{ include "trailbook.image" . }}
    imagePullPolicy: {{ $values.image.pullPolicy }}
    command: [sh, -c, 'cat /run/ca/*/ca.pem > /run/authorities/ca.pem']
    securityContext:
      {{- include "trailbook.containerSecurity" . | nindent 6 }}
    resources:
      requests: { cpu: 10m, memory: 16Mi }
      limits: { memory: 64Mi }
    volumeMounts:
      - { name: authorities, mountPath: /run/authorities }
      {{- if $values.kafka.caSecret.name }}
      - { name: kafka-ca, mountPath: /run/ca/kafka, readOnly: true }
      {{- end }}
      {{- if $values.postgresql.caSecret.name }}
      - { name: postgresql-ca, mountPath: /run/ca/postgresql, readOnly: true }
      {{- end }}
{{- end }}
{{- end -}}

{{- define "trailbook.podSecurity" -}}
runAsNonRoot: true
runAsUser: 1000
runAsGroup: 1000
fsGroup: 1000
seccompProfile: { type: RuntimeDefault }
{{- end -}}

{{- define "trailbook.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end -}}
