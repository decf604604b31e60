package org.workherald.notification;

/** Examples for the API's description; a test sends those that are requests. */
final class Examples {

  static final String REQUEST =
      """
      {
        "event": "step.assigned",
        "workItem": {
          "id": "4711",
          "subject": "Approve invoice 4711",
          "workflow": "Invoice approval",
          "step": "Approve",
          "instructions": "Check the amount.",
          "originator": "Alex Stone",
          "assignee": "Kim Lee",
          "priority": "high",
          "url": "https://navigator.example.com/?item=4711",
          "dueAt": "2026-11-27T16:00:00Z",
          "fields": { "Amount": "1,200.00 EUR" }
        },
        "recipients": [
          { "email": "kim@example.com", "name": "Kim Lee", "locale": "de", "timeZone": "Europe/Berlin" }
        ]
      }""";

  static final String QUEUED =
      """
      {
        "id": "0199c0de-7a10-7000-8000-000000000001",
        "event": "step.assigned",
        "workItem": { "id": "4711", "subject": "Approve invoice 4711" },
        "createdAt": "2026-11-23T09:00:00Z",
        "trace": "4bf92f3577b34da6a3ce929d0e0e4736",
        "deliveries": [
          {
            "id": "0199c0de-7a10-7000-8000-000000000002",
            "recipient": "kim@example.com",
            "locale": "de",
            "state": "queued",
            "nextAttemptAt": "2026-11-23T09:00:00Z",
            "attempts": []
          }
        ]
      }""";

  static final String SENT =
      """
      {
        "id": "0199c0de-7a10-7000-8000-000000000001",
        "event": "step.assigned",
        "workItem": { "id": "4711", "subject": "Approve invoice 4711" },
        "createdAt": "2026-11-23T09:00:00Z",
        "trace": "4bf92f3577b34da6a3ce929d0e0e4736",
        "deliveries": [
          {
            "id": "0199c0de-7a10-7000-8000-000000000002",
            "recipient": "kim@example.com",
            "locale": "de",
            "state": "sent",
            "attempts": [
              {
                "at": "2026-11-23T09:00:01Z",
                "outcome": "sent",
                "reply": "250 2.0.0 OK",
                "server": "smtp.example.com:587",
                "tls": "TLSv1.3 TLS_AES_256_GCM_SHA384",
                "millis": 41
              }
            ]
          }
        ],
        "timeline": [
          {
            "at": "2026-11-23T09:00:00Z",
            "what": "accepted",
            "by": { "id": "h7k2m9q4xz", "name": "workflow engine" },
            "detail": "Event step.assigned of work item 4711, for 1 recipient."
          },
          {
            "at": "2026-11-23T09:00:01Z",
            "what": "sent",
            "delivery": "0199c0de-7a10-7000-8000-000000000002",
            "recipient": "kim@example.com",
            "detail": "The mail server took it. It said: \\"250 2.0.0 OK\\"."
          }
        ]
      }""";

  static final String BATCH = "{ \"notifications\": [ " + REQUEST + " ] }";

  static final String BATCH_ANSWER =
      """
      {
        "results": [
          { "id": "0199c0de-7a10-7000-8000-000000000001" },
          {
            "problem": {
              "type": "about:blank",
              "status": 400,
              "title": "Bad Request",
              "detail": "workItem.subject is required.",
              "violations": [ { "field": "workItem.subject", "in": "body", "message": "is required" } ]
            }
          }
        ]
      }""";

  static final String PAGE = "{ \"notifications\": [ " + QUEUED + " ], \"next\": \"MDE5OWMw\" }";

  private Examples() {}
}
