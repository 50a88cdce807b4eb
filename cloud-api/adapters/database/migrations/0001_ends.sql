CREATE INDEX "audit_events_time" ON "audit_events" USING btree ("happened_at");--> statement-breakpoint
CREATE INDEX "device_codes_end" ON "device_codes" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "sessions_end" ON "sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "verifications_end" ON "verifications" USING btree ("expires_at");