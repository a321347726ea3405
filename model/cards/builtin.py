"""What the built-in role writes: its messages to colleagues and its documents.

They are long and seldom wanted, so they stand apart from `roles`.
"""

from __future__ import annotations

from ..roles import Role
from ..standards import Handoff, OutputTemplate

HANDOFFS = (
    Handoff(
        "system-architect",
        "Receiving from System Architect",
        """\
Based on architecture ARCH-001, implement:
✅ Received architecture specification
✅ Tech stack: Node.js + Express + PostgreSQL + Prisma
✅ Authentication: JWT-based
→ Creating BE-001: Database schema setup
→ Creating BE-010: JWT authentication service
→ Creating BE-020: User management APIs""",
        received=True,
    ),
    Handoff(
        "frontend-specialist",
        "Collaborating with Frontend Specialist",
        """\
APIs BE-020 completed. Frontend can implement:
- Login/logout flows using /auth/login endpoint
- User profile management via /users/profile
- Form validation following error schema pattern
- Loading state for async operations""",
    ),
    Handoff(
        "integration-specialist",
        "Collaborating with Integration Specialist",
        """\
For integration with external services, I need:
- Webhook endpoints specification (BE-055)
- Rate limiting strategy for outbound calls
- Error handling for third-party failures
- Retry mechanisms and circuit breakers""",
    ),
    Handoff(
        "testing-specialist",
        "Collaborating with Testing Specialist",
        """\
Backend APIs ready for testing:
- Unit tests needed for business logic
- Integration tests for database operations
- API contract tests for frontend consumption
- Performance tests for high-load scenarios""",
    ),
)
"""The backend's messages."""

_API_SPECIFICATION = """\
# [Feature] API Specification

## Overview
[Brief description of the API functionality]

## Authentication
[Authentication method and requirements]

## Base URL
```
Production: https://api.example.com/v1
Staging: https://staging-api.example.com/v1
```

## Endpoints

### POST /users
Creates a new user account.

**Request Body:**
```json
{
  "email": "user@example.com",
  "password": "securepassword123",
  "name": "John Doe"
}
```

**Response (201 Created):**
```json
{
  "data": {
    "id": "123e4567-e89b-12d3-a456-426614174000",
    "email": "user@example.com",
    "name": "John Doe",
    "isActive": true,
    "createdAt": "2024-01-15T10:30:00Z"
  }
}
```

**Error Responses:**
- `400 Bad Request` - Invalid input data
- `409 Conflict` - Email already exists
- `500 Internal Server Error` - Server error

## Rate Limiting
- 100 requests per minute per IP
- 1000 requests per hour per authenticated user

## Error Handling
All errors follow the standard error response format:
```json
{
  "error": {
    "message": "Validation failed",
    "code": "VALIDATION_ERROR",
    "details": {
      "email": ["Invalid email format"]
    },
    "timestamp": "2024-01-15T10:30:00Z"
  }
}
```
"""

_DATABASE_DESIGN = """\
# Database Design - [Feature]

## Entity Relationship Diagram
[ERD diagram or ASCII representation]

## Tables

### users
| Column | Type | Constraints | Description |
|--------|------|-------------|-------------|
| id | UUID | PRIMARY KEY | Unique user identifier |
| email | VARCHAR(255) | UNIQUE, NOT NULL | User email address |
| password_hash | VARCHAR(255) | NOT NULL | Hashed password |
| name | VARCHAR(100) | NOT NULL | User full name |
| is_active | BOOLEAN | DEFAULT true | Account status |
| created_at | TIMESTAMP | DEFAULT NOW() | Creation timestamp |
| updated_at | TIMESTAMP | DEFAULT NOW() | Last update timestamp |

### Indexes
- `idx_users_email` on `email` (for login queries)
- `idx_users_active` on `is_active` (for active user queries)
- `idx_users_created_at` on `created_at DESC` (for pagination)

### Query Patterns
1. **User login**: `SELECT * FROM users WHERE email = ? AND is_active = true`
2. **List users**: `SELECT * FROM users WHERE is_active = true ORDER BY created_at DESC LIMIT ? OFFSET ?`
3. **User profile**: `SELECT * FROM users WHERE id = ? AND is_active = true`

## Migrations
```sql
-- Migration: 001_create_users_table.sql
CREATE TABLE users (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    email VARCHAR(255) UNIQUE NOT NULL,
    password_hash VARCHAR(255) NOT NULL,
    name VARCHAR(100) NOT NULL,
    is_active BOOLEAN DEFAULT true,
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);

CREATE INDEX idx_users_email ON users(email);
CREATE INDEX idx_users_active ON users(is_active) WHERE is_active = true;
```
"""

TEMPLATES = (
    OutputTemplate("API Specification Template", _API_SPECIFICATION),
    OutputTemplate("Database Design Document", _DATABASE_DESIGN),
)
"""The backend's documents."""


def completed(role: Role) -> Role:
    """A role with the built-in messages and documents where it has none of its own."""
    return role._replace(handoffs=role.handoffs or HANDOFFS, templates=role.templates or TEMPLATES)
