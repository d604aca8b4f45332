package model

import (
	"strings"
	"testing"
)

func TestPurchaseState_EveryStateIsReachableAndTheEndsAreFinal(t *testing.T) {
	reached := map[PurchaseState]bool{PurchaseDraft: true}
	for queue := []PurchaseState{PurchaseDraft}; len(queue) > 0; queue = queue[1:] {
		for _, next := range queue[0].Next() {
			if !reached[next] {
				reached[next] = true
				queue = append(queue, next)
			}
		}
	}
	for _, s := range PurchaseStates() {
		if !reached[s] || !s.Valid() {
			t.Errorf("%s: reached %t, valid %t", s, reached[s], s.Valid())
		}
	}
	if len(purchaseSteps) != len(PurchaseStates()) {
		t.Errorf("%d states have steps, %d are listed", len(purchaseSteps), len(PurchaseStates()))
	}
	for _, s := range []PurchaseState{PurchaseRefused, PurchaseClosed, PurchaseCancelled} {
		if len(s.Next()) != 0 {
			t.Errorf("%s is an end but leads to %v", s, s.Next())
		}
	}
}

func TestPurchaseState_CanGoSaysWhyNot(t *testing.T) {
	tests := []struct {
		from, to PurchaseState
		says     string
	}{
		{PurchaseDraft, PurchaseQueued, "approve it first"},
		{PurchaseDraft, PurchaseDraft, "a draft already"},
		{PurchaseApproved, PurchaseSent, "approved and cannot become sent"},
		{PurchaseQueued, PurchaseApproved, "on its way"},
		{PurchaseUnknown, PurchaseApproved, "settle it"},
		{PurchasePartShipped, PurchaseCancelled, "ask the supplier with an amendment"},
		{PurchaseShipped, PurchaseApproved, "no longer changes"},
		{PurchaseCancelled, PurchaseDraft, "final"},
	}
	for _, tt := range tests {
		t.Run(string(tt.from+" to "+tt.to), func(t *testing.T) {
			err := tt.from.CanGo(tt.to)
			if CodeOf(err) != Refused || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("got %v", err)
			}
		})
	}
	for _, s := range PurchaseStates() {
		for _, to := range PurchaseStates() {
			err := s.CanGo(to)
			allowed := false
			for _, n := range s.Next() {
				allowed = allowed || n == to
			}
			if (err == nil) != allowed {
				t.Errorf("%s to %s: %v", s, to, err)
			}
		}
	}
}

func TestPurchaseState_WhatHasLeftIsNotChangeable(t *testing.T) {
	for _, s := range PurchaseStates() {
		if s.Forwarded() && s.Changeable() {
			t.Errorf("%s has left and is changeable", s)
		}
	}
	if next := PurchaseDraft.Next(); len(next) > 0 {
		next[0] = PurchaseClosed
		if PurchaseDraft.CanGo(PurchaseClosed) == nil {
			t.Error("a caller changed the steps")
		}
	}
}
